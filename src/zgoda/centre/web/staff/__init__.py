"""What the pages of consultants, moderators and administrators share."""
