"""The rules of Discussions. Pure: the standard library only; time, ids and salts are arguments."""
