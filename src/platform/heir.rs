//! Who starts the private cluster again when the process ends that had started it: a backup, or a check,
//! may do so while the server is down, and the server comes up beside it. Without an heir the shop would
//! lose its database when the backup is done, until somebody starts the server anew.

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::Config;
use super::embedded_postgres::Cluster;

/// How often it looks whether the cluster is still there.
const LOOK: Duration = Duration::from_secs(1);

/// Watches over a cluster that is borrowed.
pub struct Heir {
    tell: oneshot::Sender<()>,
    watch: JoinHandle<()>,
}

impl Heir {
    /// Of a cluster that another process started; none where it is ours, or there is none.
    pub fn of(config: &Config, cluster: Option<&Cluster>) -> Option<Heir> {
        cluster
            .is_some_and(Cluster::is_borrowed)
            .then(|| Heir::begin(config.data.clone()))
    }

    fn begin(data: PathBuf) -> Heir {
        let (tell, told) = oneshot::channel();
        let watch = tokio::spawn(watch(data, told));
        Heir { tell, watch }
    }

    /// Watches no more, and stops what it has started.
    pub async fn end(self) {
        let _ = self.tell.send(());
        if let Err(error) = self.watch.await {
            tracing::warn!("the heir of the cluster: {error}");
        }
    }
}

async fn watch(data: PathBuf, mut told: oneshot::Receiver<()>) {
    loop {
        tokio::select! {
            _ = &mut told => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        match Cluster::attach_or_start(&data).await {
            Ok(cluster) if cluster.is_borrowed() => {}
            Ok(cluster) => {
                tracing::warn!("the process that had started the cluster ended: it is ours now");
                let _ = told.await;
                drop(cluster);
                return;
            }
            // It may still be ending.
            Err(why) => tracing::warn!(%why, "the cluster is gone, and not back yet"),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn who_stays_inherits_the_cluster_of_who_goes() {
        let folder = tempfile::Builder::new()
            .prefix("dukani-test-")
            .tempdir_in("/var/tmp")
            .unwrap();
        let data = folder.path().to_path_buf();
        // The cluster's user must be able to walk into it.
        std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).unwrap();
        let first = Cluster::start_throwaway(&data).await.unwrap();
        let second = Cluster::attach_or_start(&data).await.unwrap();
        assert!(!first.is_borrowed() && second.is_borrowed());

        let heir = Heir::begin(data);
        drop(first);
        let mut is_back = false;
        for _ in 0..600 {
            is_back = second.answers().await;
            if is_back {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(is_back, "nobody started it again");

        heir.end().await;
        assert!(!second.answers().await, "nobody stopped it");
    }
}
