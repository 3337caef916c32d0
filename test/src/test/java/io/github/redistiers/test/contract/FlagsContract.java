package io.github.redistiers.test.contract;

import java.util.List;

import io.github.redistiers.store.StructureFactory;
import io.github.redistiers.store.flag.Flag;
import io.github.redistiers.store.flag.FlagRepository;
import io.github.redistiers.store.flag.FlagStructure;

/**
 * Sets a flag of its own for each operation. This process reads no values, and so nothing
 * in the background.
 */
class FlagsContract implements StructureContract<FlagRepository> {

	@Override
	public Class<FlagRepository> repository() {
		return FlagRepository.class;
	}

	@Override
	public List<StructureFactory<?>> structures() {
		return List.of(new FlagStructure());
	}

	@Override
	public void operate(FlagRepository flags, Operation operation) {
		Flag<Long> flag = Flag.number(operation.key() + "." + operation.number(), 0);
		if (operation.isAsync()) {
			StructureContract.join(flags.setAsync(flag, operation.number()));
		}
		else {
			flags.set(flag, operation.number());
		}
	}

	@Override
	public Found found(FlagRepository flags, String key) {
		return Found.numbers(flags.flags()
			.stream()
			.filter((flag) -> flag.name().startsWith(key + "."))
			.map((flag) -> Long.valueOf(flag.text()))
			.toList());
	}

	@Override
	public boolean isRepeatable() {
		return true;
	}

}
