"""A pace that lets everything through at once."""

from zgoda.desk.allegro.pace import Lane


class Unhurried:
    """For tests of everything but the pace."""

    def wait(self, lane: Lane) -> None:
        pass

    def wait_for_message(self) -> None:
        pass

    def back_off(self, seconds: float) -> None:
        pass
