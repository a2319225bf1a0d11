"""Who may come in: accounts, attempts and sessions, all in the database."""
