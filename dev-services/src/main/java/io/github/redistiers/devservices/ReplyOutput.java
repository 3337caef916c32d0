package io.github.redistiers.devservices;

import java.util.List;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import org.jspecify.annotations.Nullable;

/**
 * Any reply of a server: a string, a number, null, or a list of these.
 */
final class ReplyOutput extends NestedMultiOutput<String, String> {

	private boolean list;

	ReplyOutput() {
		super(StringCodec.UTF8);
	}

	@Override
	public void multi(int count) {
		this.list = true;
		super.multi(count);
	}

	@Nullable Object reply() {
		List<Object> values = get();
		if (this.list) {
			return values;
		}
		return (values == null || values.isEmpty()) ? null : values.get(0);
	}

}
