"""The demo province: sample data for every journey. All figures but two published indices are made up."""
