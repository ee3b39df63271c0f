"""Customers in Excel: a workbook to fill in, and the way from a workbook to a customer file."""
