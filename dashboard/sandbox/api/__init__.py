"""TOPdesk's endpoints, a module a noun; `dashboard/sandbox/app.py` gives them their paths."""
