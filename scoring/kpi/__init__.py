"""The platforms' own service figures (KPI), computed from the same log as the marks."""
