package io.github.redistiers.autoconfigure.aot.stalls;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.script.Key;
import io.github.redistiers.store.script.LuaScript;
import io.github.redistiers.store.script.ScriptRepository;

@StoreRepository("bells")
interface Bells extends ScriptRepository {

	@LuaScript("ring.lua")
	Long ring(@Key String bell, int times);

}
