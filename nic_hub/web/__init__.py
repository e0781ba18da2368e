"""Pages for people: HTTP and HTML, no rules. They have the rights of the API and ask its services."""
