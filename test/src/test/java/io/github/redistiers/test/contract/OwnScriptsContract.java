package io.github.redistiers.test.contract;

import java.util.List;
import java.util.concurrent.CompletionStage;

import io.github.redistiers.store.Applied;
import io.github.redistiers.store.Durability;
import io.github.redistiers.store.DurabilityLevel;
import io.github.redistiers.store.StructureFactory;
import io.github.redistiers.store.script.Key;
import io.github.redistiers.store.script.LuaScript;
import io.github.redistiers.store.script.ScriptRepository;
import io.github.redistiers.store.script.ScriptStructure;

/**
 * An application's own script, which keeps the number of each operation.
 */
class OwnScriptsContract implements StructureContract<OwnScriptsContract.Numbers> {

	@Override
	public Class<Numbers> repository() {
		return Numbers.class;
	}

	@Override
	public List<StructureFactory<?>> structures() {
		return List.of(new ScriptStructure());
	}

	@Override
	public void operate(Numbers numbers, Operation operation) {
		if (operation.isAsync()) {
			StructureContract.join(numbers.addAsync(operation.key(), operation.number()));
		}
		else {
			numbers.add(operation.key(), operation.number());
		}
	}

	@Override
	public Found found(Numbers numbers, String key) {
		return Found.numbers(numbers.all(key));
	}

	/**
	 * Nobody knows what a script had written before it was refused.
	 */
	@Override
	public Applied whenRefused() {
		return Applied.UNKNOWN;
	}

	interface Numbers extends ScriptRepository {

		@LuaScript("add-number.lua")
		long add(@Key String key, long number);

		@LuaScript("add-number.lua")
		CompletionStage<Long> addAsync(@Key String key, long number);

		@Durability(DurabilityLevel.SERVER)
		@LuaScript("all-numbers.lua")
		List<Long> all(@Key String key);

	}

}
