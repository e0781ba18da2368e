"""HTTP in and out, nothing else: blueprints, schemas, authentication, problems, paging."""
