"""Measures of inequality: limits, deprivation groups, gradients, gaps and ranks; numbers in, numbers out, no files."""
