from tests.desk.web.conftest import _desk_time, agent, case, client, clock, connection, desk, server

__all__ = ["_desk_time", "agent", "case", "client", "clock", "connection", "desk", "server"]
