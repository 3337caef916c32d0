package io.github.redistiers.store.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.session.FlushMode;
import org.springframework.session.MapSession;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;
import org.springframework.session.SessionIdGenerator;

/**
 * A session as one request sees it, with what the request has changed. Not for use by
 * several threads.
 *
 * @since 0.1.0
 */
public final class StoreSession implements Session {

	private final MapSession values;

	private final SessionIdGenerator ids;

	private final SessionSettings settings;

	private final Consumer<StoreSession> saving;

	private final Set<String> changed = new LinkedHashSet<>();

	private @Nullable Origin origin;

	private boolean accessed;

	private boolean timeoutChanged;

	private boolean ended;

	StoreSession(MapSession values, @Nullable Origin origin, SessionIdGenerator ids, SessionSettings settings,
			Consumer<StoreSession> saving) {
		this.values = values;
		this.origin = origin;
		this.ids = ids;
		this.settings = settings;
		this.saving = saving;
	}

	@Override
	public String getId() {
		return this.values.getId();
	}

	@Override
	public String changeSessionId() {
		String id = this.ids.generate();
		this.values.setId(id);
		return id;
	}

	@Override
	public <T> @Nullable T getAttribute(String name) {
		T value = this.values.getAttribute(name);
		if (value != null && this.settings.saveMode() == SaveMode.ON_GET_ATTRIBUTE) {
			this.changed.add(name);
		}
		return value;
	}

	/**
	 * An attribute's value, without taking it for changed.
	 */
	@Nullable Object value(String name) {
		return this.values.getAttribute(name);
	}

	@Override
	public Set<String> getAttributeNames() {
		return this.values.getAttributeNames();
	}

	@Override
	public void setAttribute(String name, @Nullable Object value) {
		this.values.setAttribute(name, value);
		this.changed.add(name);
		flush();
	}

	@Override
	public void removeAttribute(String name) {
		setAttribute(name, null);
	}

	@Override
	public Instant getCreationTime() {
		return this.values.getCreationTime();
	}

	@Override
	public void setLastAccessedTime(Instant time) {
		this.values.setLastAccessedTime(time);
		this.accessed = true;
		flush();
	}

	@Override
	public Instant getLastAccessedTime() {
		return this.values.getLastAccessedTime();
	}

	@Override
	public void setMaxInactiveInterval(Duration interval) {
		this.values.setMaxInactiveInterval(interval);
		this.timeoutChanged = true;
		flush();
	}

	@Override
	public Duration getMaxInactiveInterval() {
		return this.values.getMaxInactiveInterval();
	}

	/**
	 * Whether the store has ended it. By the store's clock, so a session that was found
	 * is not expired, whatever the time here.
	 */
	@Override
	public boolean isExpired() {
		return this.ended;
	}

	private void flush() {
		if (this.settings.flushMode() == FlushMode.IMMEDIATE) {
			this.saving.accept(this);
		}
	}

	/**
	 * Where it was found, or saved last.
	 * @return {@code null} if it is new
	 */
	@Nullable Origin origin() {
		return this.origin;
	}

	/**
	 * The names of the attributes to be written or removed.
	 */
	Collection<String> changed() {
		return (this.settings.saveMode() == SaveMode.ALWAYS) ? allNames() : this.changed;
	}

	private Collection<String> allNames() {
		Set<String> names = new LinkedHashSet<>(getAttributeNames());
		names.addAll(this.changed);
		return names;
	}

	boolean isAccessed() {
		return this.accessed;
	}

	boolean isTimeoutChanged() {
		return this.timeoutChanged;
	}

	void saved(Origin origin) {
		this.origin = origin;
		this.changed.clear();
		this.accessed = false;
		this.timeoutChanged = false;
	}

	StoreSession end() {
		this.ended = true;
		return this;
	}

	/**
	 * Where a session is kept.
	 *
	 * @param id its id there
	 * @param layout its layout
	 * @param principal whose it is, as it is indexed
	 * @param touchDue whether the time of a request should be written
	 */
	record Origin(String id, SessionLayout layout, @Nullable String principal, boolean touchDue) {

	}

}
