"""The run that looks for problem areas: reads counts, lets dashboard.insight.areas judge, keeps what it found."""
