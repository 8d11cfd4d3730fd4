//! A reverse proxy between an identity provider and the SCIM endpoint of IAM Identity Center, for those without Envoy.
//!
//! The same as `host-examples/js/scim-proxy.mjs`: one command line, one behaviour, one set of limits. Nothing passes that
//! the plugin did not plan.

mod address;
mod body;
mod options;
mod plan;
mod plugin;
mod server;
mod turns;
mod upstream;

use std::process::ExitCode;

use options::{Options, USAGE};

/// `host-example-rust scim-proxy ...`.
pub fn run(words: impl Iterator<Item = String>) -> ExitCode {
    let misuse = |complaint: &dyn std::fmt::Display| {
        eprintln!("scim-proxy: {complaint}\n\n{USAGE}");
        ExitCode::from(2)
    };
    let options = match Options::read(words) {
        Ok(Some(options)) => options,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(complaint) => return misuse(&complaint),
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return misuse(&error),
    };
    let ended = runtime.block_on(server::serve(options));
    // Whatever is still under way after its time of grace ends with the process.
    runtime.shutdown_background();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => misuse(&error),
    }
}
