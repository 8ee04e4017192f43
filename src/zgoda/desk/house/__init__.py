"""The shop's own rules: working hours of the shop and of its teams, and targets that run only then."""
