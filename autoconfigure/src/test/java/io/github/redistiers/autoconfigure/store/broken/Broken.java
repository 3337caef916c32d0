package io.github.redistiers.autoconfigure.store.broken;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.script.LuaScript;
import io.github.redistiers.store.script.ScriptRepository;

@StoreRepository("broken")
interface Broken extends ScriptRepository {

	@LuaScript("broken.lua")
	void run();

}
