"""Their part of a case's page, and the page with the form."""
