"""The desk beside django-helpdesk: the same cases, the same questions, one run on one machine."""
