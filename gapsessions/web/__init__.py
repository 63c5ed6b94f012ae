"""What every page shares: typed requests, page rendering, middleware, rate limits."""
