//! What the server says to whoever starts it: where everything is.

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
        println!("  data folder       {}", config.data.display());
    }
    if with_phone {
        println!("  virtual phone     http://{}/phone", config.simulator_addr);
    }
    if let Some(addr) = config.metrics_addr {
        println!("  for you alone     http://{addr}/health  http://{addr}/metrics");
    }
    println!("Ctrl-C stops it.\n");
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
mod tests {
    use super::*;

    #[test]
    fn who_starts_the_demo_is_led_to_a_till_by_way_of_a_pin() {
        let said = of_demo("http://here");
        let pin = said.find("http://here/b/demo/pin");
        let tills = said.find("http://here/b/demo/tills");
        assert!(pin.is_some() && pin < tills, "{said}");
        assert!(said.contains(demo::PASSWORD), "{said}");
    }
}
