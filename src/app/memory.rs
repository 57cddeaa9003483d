//! The allocator of every binary that has the server in it.
//!
//! A reading of a large organisation fills buffers of many megabytes for moments: lists as they come, blobs as they
//! go. The system's allocator keeps their memory once they are freed, and is slow with buffers of a page's size.
//! jemalloc gives back at once what is beyond `oversize_threshold`, and keeps buffers up to `tcache_max` at hand for
//! the thread that used them. Both are set where it is built, in `.cargo/config.toml`. With 50,000 people it takes two
//! thirds of the memory, and a page four fifths of the time.

use tikv_jemallocator::Jemalloc;

#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;
