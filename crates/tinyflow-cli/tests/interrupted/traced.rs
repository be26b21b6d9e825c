//! The command under a tracer, which can end it, or fail it, at any call of the operating system.
//!
//! The shell around it stops itself, so that the tracer is there before the command begins. Only
//! the thread that starts is traced: it is the one that reads and writes.

use std::io::Read;
use std::process::{Child, Command, Stdio};

use nix::sys::ptrace::{self, Options};
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// A command that runs from stop to stop: before and after each call.
pub(crate) struct Traced {
    child: Child,
    pid: Pid,
}

/// How a command ended, and the last that it said on standard error.
pub(crate) struct End {
    /// None where a signal ended it.
    pub(crate) status: Option<i32>,
    pub(crate) messages: String,
}

impl Traced {
    /// Starts a command, which stops before its first call.
    pub(crate) fn start(command: &Command) -> Self {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", "kill -STOP $$; exec \"$@\"", "sh"])
            .arg(command.get_program())
            .args(command.get_args())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        if let Some(folder) = command.get_current_dir() {
            shell.current_dir(folder);
        }
        let child = shell.spawn().expect("there is a shell");
        let pid = Pid::from_raw(child.id().try_into().expect("process ids are small"));
        let stopped = waitpid(pid, Some(WaitPidFlag::WUNTRACED)).expect("the shell stops");
        assert!(
            matches!(stopped, WaitStatus::Stopped(_, Signal::SIGSTOP)),
            "{stopped:?}"
        );
        let options = Options::PTRACE_O_TRACESYSGOOD | Options::PTRACE_O_TRACEEXEC;
        ptrace::seize(pid, options).expect("a child can be traced");
        nix::sys::signal::kill(pid, Signal::SIGCONT).expect("the shell goes on");
        let traced = Self { child, pid };
        loop {
            match waitpid(pid, None).expect("the shell is there") {
                WaitStatus::PtraceEvent(_, _, event)
                    if event == ptrace::Event::PTRACE_EVENT_EXEC as i32 =>
                {
                    return traced;
                }
                WaitStatus::Exited(..) | WaitStatus::Signaled(..) => panic!("the shell ended"),
                _ => ptrace::cont(pid, None).expect("the shell goes on"),
            }
        }
    }

    /// Lets the command do so many calls and stops it before the next; its end where it came to
    /// that.
    pub(crate) fn run(&mut self, calls: usize) -> Option<End> {
        // The first stop is that behind the call which started the command.
        let stops = calls.saturating_mul(2).saturating_add(2);
        (0..stops).find_map(|_| self.step().err())
    }

    /// Lets the command run to its end, with each of these calls failing that is not about a
    /// terminal or pipe.
    #[cfg(target_arch = "x86_64")]
    pub(crate) fn run_and_fail(&mut self, call: i64, errno: nix::errno::Errno) -> End {
        const STANDARD: std::ops::RangeInclusive<u64> = 0..=2;
        // The first stop is that behind the call which started the command.
        let mut is_before = true;
        loop {
            if let Err(end) = self.step() {
                return end;
            }
            is_before = !is_before;
            let mut registers = ptrace::getregs(self.pid).expect("the command is stopped");
            let is_of_file = call != nix::libc::SYS_write || !STANDARD.contains(&registers.rdi);
            // Behind the call comes its result; before it, none.
            if !is_before && registers.orig_rax == u64::MAX {
                registers.rax = (-i64::from(errno as i32)).cast_unsigned();
            } else if is_before && registers.orig_rax == call.cast_unsigned() && is_of_file {
                registers.orig_rax = u64::MAX;
            } else {
                continue;
            }
            ptrace::setregs(self.pid, registers).expect("the command is stopped");
        }
    }

    /// Lets the command run to its next stop, before or behind a call.
    fn step(&mut self) -> Result<(), End> {
        loop {
            ptrace::syscall(self.pid, None).expect("the command goes on");
            match waitpid(self.pid, None).expect("the command is there") {
                WaitStatus::PtraceSyscall(_) => return Ok(()),
                WaitStatus::Exited(_, status) => return Err(self.end(Some(status))),
                WaitStatus::Signaled(..) => return Err(self.end(None)),
                _ => {}
            }
        }
    }

    /// Ends the command as a power failure would.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("a child can be killed");
        self.child.wait().expect("a child can be waited for");
    }

    fn end(&mut self, status: Option<i32>) -> End {
        let mut messages = String::new();
        let pipe = self.child.stderr.as_mut().expect("the pipe is ours");
        pipe.read_to_string(&mut messages)
            .expect("messages are text");
        End { status, messages }
    }
}
