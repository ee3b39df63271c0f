"""What is said about a class and its students from their marks: digest, week, growth, tables."""
