"""Rows of the desk. Nothing here decides; nothing here refers to a row of the centre."""

from zgoda.desk.store.models.case import Alias, Answerer, CaseSeen, DeskCase, DeskMessage, Lane, Turn
from zgoda.desk.store.models.connection import Connection, ConnectionState, Quarantine, SyncRun
from zgoda.desk.store.models.order import DeskOrder, DeskShipment
from zgoda.desk.store.models.outgoing import IN_FLIGHT, MESSAGES, Kind, Outgoing, SendState
from zgoda.desk.store.models.shop import Member, MemberRole, Shop

__all__ = [
    "IN_FLIGHT",
    "MESSAGES",
    "Alias",
    "Answerer",
    "CaseSeen",
    "Connection",
    "ConnectionState",
    "DeskCase",
    "DeskMessage",
    "DeskOrder",
    "DeskShipment",
    "Kind",
    "Lane",
    "Member",
    "MemberRole",
    "Outgoing",
    "Quarantine",
    "SendState",
    "Shop",
    "SyncRun",
    "Turn",
]
