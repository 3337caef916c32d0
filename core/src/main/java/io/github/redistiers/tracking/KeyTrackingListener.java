package io.github.redistiers.tracking;

/**
 * Hears which keys change. Called on threads of the connection, which wait meanwhile.
 *
 * @since 0.1.0
 */
public interface KeyTrackingListener {

	/**
	 * From now on changes are told. What has changed before is unknown.
	 * @param serverId the {@code run_id} of the server that tells them; empty if it does
	 * not say
	 */
	void tracked(String serverId);

	/**
	 * From now on changes may be missed.
	 */
	void untracked();

	/**
	 * A key was written, deleted, evicted or has expired.
	 * @param key the key
	 */
	void changed(String key);

	/**
	 * Any key may have changed: the server was flushed.
	 */
	void changedAll();

}
