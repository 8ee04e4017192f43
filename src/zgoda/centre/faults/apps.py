from django.apps import AppConfig


class FaultsConfig(AppConfig):
    name = "zgoda.centre.faults"
    label = "faults"

    def ready(self) -> None:
        """The banner of every page in a sandbox says when an account's answers are spoilt on purpose."""
        from zgoda.centre.faults import plans
        from zgoda.look import warnings

        warnings.register("centre", plans.warning)
