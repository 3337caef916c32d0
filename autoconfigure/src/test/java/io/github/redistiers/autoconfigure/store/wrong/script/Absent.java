package io.github.redistiers.autoconfigure.store.wrong.script;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.script.LuaScript;
import io.github.redistiers.store.script.ScriptRepository;

@StoreRepository("absent")
interface Absent extends ScriptRepository {

	@LuaScript("absent.lua")
	void run();

}
