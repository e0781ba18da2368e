"""One function, one use case: check permission, load, ask the domain, store. Nothing here commits."""
