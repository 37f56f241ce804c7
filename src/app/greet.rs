//! What the server says to whoever starts it: where everything is.

use std::path::Path;

use super::demo;
use crate::platform::Config;
use crate::platform::config::DatabaseAt;

/// Says where the doors are, those of the demo and of the virtual phone where they are served.
pub(super) fn greet(config: &Config, with_demo: bool, with_phone: bool) {
    let url = &config.public_url;
    println!("\nDukani is at        {url}");
    if with_demo {
        print!("{}", of_demo(url));
    }
    if config.database == DatabaseAt::Embedded {
        println!("  data folder       {}", whole(&config.data));
        let beside = config.beside_demo().filter(|_| with_demo);
        if let Some(said) = beside.and_then(|folder| of_another(&folder)) {
            println!("{said}");
        }
    }
    if with_phone {
        println!("  virtual phone     http://{}/phone", config.simulator_addr);
    }
    if let Some(addr) = config.metrics_addr {
        println!("  for you alone     http://{addr}/health  http://{addr}/metrics");
    }
    println!("Ctrl-C stops it.\n");
}

/// A folder from wherever one stands.
fn whole(folder: &Path) -> String {
    let from_root = std::path::absolute(folder);
    let folder = from_root.as_deref().unwrap_or(folder);
    folder.display().to_string()
}

/// That a folder beside the demo's holds data: whoever had opened a shop in what an older version kept there
/// must not take it for lost.
fn of_another(folder: &Path) -> Option<String> {
    let folder = folder.join("postgres").is_dir().then(|| whole(folder))?;
    Some(format!(
        "  not opened        {folder}, of a shop or an older demo: DUKANI_DATA={folder} opens it"
    ))
}

/// The demo's doors, and what opens them.
fn of_demo(url: &str) -> String {
    let (slug, phone, password) = (demo::SLUG, demo::PHONE, demo::PASSWORD);
    format!(
        "  demo storefront   {url}/s/{slug}
  demo back office  {url}/b/{slug}
  sign in with      {phone}  password  {password}
  demo till         {url}/b/{slug}/pin to set your PIN, then {url}/b/{slug}/tills
"
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_an_older_version_kept_is_not_lost_from_sight() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(of_another(folder.path()), None);
        std::fs::create_dir(folder.path().join("postgres")).unwrap();
        let said = of_another(folder.path()).unwrap();
        let way = format!("DUKANI_DATA={}", folder.path().display());
        assert!(said.contains(&way), "{said}");
        assert!(whole(Path::new("data")).starts_with('/'));
    }

    #[test]
    fn who_starts_the_demo_is_led_to_a_till_by_way_of_a_pin() {
        let said = of_demo("http://here");
        let pin = said.find("http://here/b/demo/pin");
        let tills = said.find("http://here/b/demo/tills");
        assert!(pin.is_some() && pin < tills, "{said}");
        assert!(said.contains(demo::PASSWORD), "{said}");
    }
}
