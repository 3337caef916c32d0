package io.github.redistiers.store.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One run of {@code save.lua}, and what goes with it.
 *
 * @param form where the session is kept afterwards
 * @param mode what the script does
 * @param life how long the key lives on, in milliseconds; 0 leave it, -1 for ever
 * @param stamped whether the server's time is noted
 * @param removed fields to remove
 * @param fields fields to write
 * @param principal whose it is afterwards
 */
record SessionChange(SessionForm form, Mode mode, long life, boolean stamped, List<String> removed,
		Map<String, byte[]> fields, @Nullable String principal) {

	/**
	 * The whole session.
	 */
	static SessionChange whole(StoreSession session, SessionForm form, Mode mode, @Nullable String principal) {
		Map<String, byte[]> fields = new LinkedHashMap<>();
		form.putTimes(session, true, fields);
		for (String name : session.getAttributeNames()) {
			Object value = session.value(name);
			if (value != null) {
				fields.put(form.attributeField(name), form.encode(name, value));
			}
		}
		if (principal != null) {
			form.putPrincipal(principal, fields);
		}
		return new SessionChange(form, mode, form.life(session.getMaxInactiveInterval()), true, List.of(), fields,
				principal);
	}

	/**
	 * What a request has changed.
	 */
	static SessionChange part(StoreSession session, SessionForm form, @Nullable String principal) {
		StoreSession.Origin origin = Objects.requireNonNull(session.origin());
		Map<String, byte[]> fields = new LinkedHashMap<>();
		List<String> removed = new ArrayList<>();
		for (String name : session.changed()) {
			Object value = session.value(name);
			if (value != null) {
				fields.put(form.attributeField(name), form.encode(name, value));
			}
			else {
				removed.add(form.attributeField(name));
			}
		}
		boolean changed = !fields.isEmpty() || !removed.isEmpty();
		boolean touched = session.isTimeoutChanged() || (session.isAccessed() && origin.touchDue())
				|| (form.touchFraction() == 0 && (changed || session.isAccessed()));
		if (touched) {
			form.putTimes(session, false, fields);
		}
		if (!Objects.equals(principal, origin.principal())) {
			if (principal != null) {
				form.putPrincipal(principal, fields);
			}
			else if (form.layout() == SessionLayout.TIERS) {
				removed.add(JsonForm.PRINCIPAL);
			}
		}
		return new SessionChange(form, Mode.OLD, touched ? form.life(session.getMaxInactiveInterval()) : 0, touched,
				removed, fields, principal);
	}

	boolean isEmpty() {
		return this.mode == Mode.OLD && this.life == 0 && this.fields.isEmpty() && this.removed.isEmpty();
	}

	byte[][] arguments() {
		List<byte[]> arguments = new ArrayList<>(4 + this.removed.size() + 2 * this.fields.size());
		arguments.add(this.mode.argument);
		arguments.add(SessionForm.bytes(this.life));
		arguments.add(SessionForm.bytes(this.stamped ? this.form.timeField() : ""));
		arguments.add(SessionForm.bytes(this.removed.size()));
		this.removed.forEach((field) -> arguments.add(SessionForm.bytes(field)));
		this.fields.forEach((field, value) -> {
			arguments.add(SessionForm.bytes(field));
			arguments.add(value);
		});
		return arguments.toArray(byte[][]::new);
	}

	enum Mode {

		NEW, OLD, MOVE;

		private final byte[] argument = SessionForm.bytes(name().toLowerCase(Locale.ROOT));

	}

}
