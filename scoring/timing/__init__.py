"""Response time from the log: rounds, single messages and customer-days of one talk."""
