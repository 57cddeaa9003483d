//! Assembly: configuration, state, router, start and stop.
