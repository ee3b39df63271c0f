"""What things cost. Figures are printed and never asserted: machines differ, ratios travel."""
