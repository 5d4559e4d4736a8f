"""What the board is told: packs from scorecards, what moved since, publishing and sending."""
