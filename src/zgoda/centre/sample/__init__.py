"""The sample marketplace: orders and Discussions of invented people, replayed through the one door."""
