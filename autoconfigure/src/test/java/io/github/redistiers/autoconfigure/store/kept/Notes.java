package io.github.redistiers.autoconfigure.store.kept;

import java.util.List;

import org.springframework.data.repository.CrudRepository;

public interface Notes extends CrudRepository<Note, String> {

	List<Note> findByText(String text);

}
