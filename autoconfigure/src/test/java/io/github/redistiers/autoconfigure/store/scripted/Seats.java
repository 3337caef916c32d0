package io.github.redistiers.autoconfigure.store.scripted;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.script.Key;
import io.github.redistiers.store.script.LuaScript;
import io.github.redistiers.store.script.ScriptRepository;

@StoreRepository("seats")
public interface Seats extends ScriptRepository {

	@LuaScript("reserve.lua")
	boolean reserve(@Key String flight, int seats, int capacity);

}
