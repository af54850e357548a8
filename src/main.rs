use std::process::ExitCode;

fn main() -> ExitCode {
    standoff::cli::main()
}
