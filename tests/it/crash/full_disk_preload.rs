//! A disk that is full while a file of one's choice exists, for one process, preloaded before the C library: writing to
//! a regular file fails with `ENOSPC`. Pipes and sockets are as ever. Compiled by the tests themselves and part of
//! nothing else.
#![no_std]

use core::ffi::{c_char, c_int, c_long, c_void};

unsafe extern "C" {
    fn syscall(number: c_long, ...) -> c_long;
    fn getenv(name: *const c_char) -> *const c_char;
    fn access(path: *const c_char, mode: c_int) -> c_int;
    fn __errno_location() -> *mut c_int;
}

#[cfg(target_arch = "x86_64")]
mod numbers {
    pub const WRITE: i64 = 1;
    pub const FSTAT: i64 = 5;
    pub const PWRITE64: i64 = 18;
    /// Where `st_mode` stands in what `fstat` fills in.
    pub const MODE: usize = 24;
}
#[cfg(target_arch = "aarch64")]
mod numbers {
    pub const WRITE: i64 = 64;
    pub const FSTAT: i64 = 80;
    pub const PWRITE64: i64 = 68;
    pub const MODE: usize = 16;
}

const ENOSPC: c_int = 28;

unsafe fn is_full(fd: c_int) -> bool {
    unsafe {
        let flag = getenv(c"DISK_IS_FULL_WHILE".as_ptr());
        if flag.is_null() || access(flag, 0) != 0 {
            return false;
        }
        let mut stat = [0_u8; 256];
        let looked = syscall(numbers::FSTAT, c_long::from(fd), stat.as_mut_ptr());
        let mode = u32::from_ne_bytes([
            stat[numbers::MODE],
            stat[numbers::MODE + 1],
            stat[numbers::MODE + 2],
            stat[numbers::MODE + 3],
        ]);
        let is_regular = looked == 0 && mode & 0o170_000 == 0o100_000;
        if is_regular {
            *__errno_location() = ENOSPC;
        }
        is_regular
    }
}

/// # Safety
/// As the C library's own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn write(fd: c_int, bytes: *const c_void, count: usize) -> isize {
    unsafe { if is_full(fd) { -1 } else { syscall(numbers::WRITE, c_long::from(fd), bytes, count) as isize } }
}

/// # Safety
/// As the C library's own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite64(fd: c_int, bytes: *const c_void, count: usize, offset: i64) -> isize {
    unsafe { if is_full(fd) { -1 } else { syscall(numbers::PWRITE64, c_long::from(fd), bytes, count, offset) as isize } }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
