"""Reports as files that can be printed, sent and read by other programs."""
