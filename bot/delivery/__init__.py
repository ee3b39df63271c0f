"""Nothing lost, nothing twice: receiving, lanes, pacing, the outbox on its way out."""
