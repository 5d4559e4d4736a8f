"""The pages' words, figures and logic, without a browser."""
