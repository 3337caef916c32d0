package io.github.redistiers.autoconfigure.aot.stalls;

import org.springframework.data.repository.CrudRepository;

public interface Stalls extends CrudRepository<Stall, String> {

}
