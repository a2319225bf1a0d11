"""What a person can do to a ticket; each act is one transaction with its events and its outbox jobs."""
