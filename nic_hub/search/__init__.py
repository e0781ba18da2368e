"""Text in, ids and scores out: embedder, vector index, lexical index and their fusion. Knows no HTTP."""
