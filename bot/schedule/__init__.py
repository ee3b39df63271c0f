"""What is due is done: due times live in our tables, APScheduler only drives the tick."""
