"""The copy of TOPdesk's tickets."""
